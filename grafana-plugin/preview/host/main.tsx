import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startServices } from './services/startServices';

const root = createRoot(document.getElementById('root')!);
await startServices();
root.render(<App />);
