import { createTheme, ThemeContext, type GrafanaTheme2 } from '@grafana/data';
import { config, getAppEvents, ThemeChangedEvent } from '@grafana/runtime';
import { useEffect, useState, type ReactNode } from 'react';

/** Provides the theme, and updates it on `ThemeChangedEvent`. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [theme, setTheme] = useState<GrafanaTheme2>(config.theme2);
  useEffect(() => {
    const subscription = getAppEvents().subscribe(ThemeChangedEvent, ({ payload }) =>
      setTheme(payload as GrafanaTheme2),
    );
    return () => subscription.unsubscribe();
  }, []);
  return <ThemeContext.Provider value={theme}>{children}</ThemeContext.Provider>;
}

export function changeTheme(mode: 'dark' | 'light'): void {
  const theme = createTheme({ colors: { mode } });
  config.theme2 = theme;
  config.theme = theme.v1;
  Object.assign(config.bootData.user, { theme: mode, lightTheme: theme.isLight });
  document.documentElement.className = mode;
  localStorage.setItem('preview.theme', mode);
  getAppEvents().publish(new ThemeChangedEvent(theme));
}
