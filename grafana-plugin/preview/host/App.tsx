import { LocationServiceProvider, locationService } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, ModalRoot, ModalsProvider, PortalContainer } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import { Router } from 'react-router-dom';
import { CompatRouter, Navigate, Route, Routes } from 'react-router-dom-v5-compat';
import { Alerts } from './components/Alerts';
import { NotEmulated } from './components/NotEmulated';
import { Shell } from './components/Shell';
import { ThemeProvider } from './components/ThemeProvider';
import { DashboardPage } from './pages/DashboardPage';

const AnnotationsPage = lazy(() =>
  import('./pages/AnnotationsPage').then((module) => ({ default: module.AnnotationsPage })),
);
const AppConfigPage = lazy(() => import('./pages/AppConfigPage').then((module) => ({ default: module.AppConfigPage })));
const AppPage = lazy(() => import('./pages/AppPage').then((module) => ({ default: module.AppPage })));
const DataSourcePage = lazy(() =>
  import('./pages/DataSourcePage').then((module) => ({ default: module.DataSourcePage })),
);
const ExplorePage = lazy(() => import('./pages/query/ExplorePage').then((module) => ({ default: module.ExplorePage })));
const VariablesPage = lazy(() => import('./pages/VariablesPage').then((module) => ({ default: module.VariablesPage })));

/** The addresses are Grafana's, so that links of the plugin lead where they should. */
export function App() {
  return (
    <ThemeProvider>
      <LocationServiceProvider service={locationService}>
        <Router history={locationService.getHistory() as never}>
          <CompatRouter>
            <ModalsProvider>
              <GlobalStyles />
              <Shell>
                <ErrorBoundaryAlert>
                  <Suspense fallback={null}>
                    <Routes>
                      <Route path="/" element={<Navigate to="/d/preview" replace />} />
                      <Route path="/d/:uid/*" element={<DashboardPage />} />
                      <Route path="/explore" element={<ExplorePage />} />
                      <Route path="/connections/datasources/edit/:uid" element={<DataSourcePage />} />
                      <Route path="/preview/variables" element={<VariablesPage />} />
                      <Route path="/preview/annotations" element={<AnnotationsPage />} />
                      <Route path="/a/:appId/*" element={<AppPage />} />
                      <Route path="/plugins/:appId" element={<AppConfigPage />} />
                      <Route path="*" element={<NotEmulated />} />
                    </Routes>
                  </Suspense>
                </ErrorBoundaryAlert>
              </Shell>
              <Alerts />
              <ModalRoot />
              <PortalContainer />
            </ModalsProvider>
          </CompatRouter>
        </Router>
      </LocationServiceProvider>
    </ThemeProvider>
  );
}
