import { LocationServiceProvider, locationService } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, ModalRoot, ModalsProvider, PortalContainer } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import { Router } from 'react-router-dom';
import { CompatRouter, Navigate, Route, Routes } from 'react-router-dom-v5-compat';
import { Alerts } from './components/Alerts';
import { HOME } from './components/navigation';
import { NotEmulated } from './components/NotEmulated';
import { Shell } from './components/Shell';
import { ThemeProvider } from './components/ThemeProvider';
import { DashboardPage } from './pages/DashboardPage';

const AppConfigPage = lazy(() => import('./pages/AppConfigPage').then((module) => ({ default: module.AppConfigPage })));
const AppPage = lazy(() => import('./pages/AppPage').then((module) => ({ default: module.AppPage })));
const DataSourcePage = lazy(() =>
  import('./pages/DataSourcePage').then((module) => ({ default: module.DataSourcePage })),
);
const ExplorePage = lazy(() => import('./pages/query/ExplorePage').then((module) => ({ default: module.ExplorePage })));

/** The pages have the addresses they have in Grafana, so that the plugin's links work. */
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
                      <Route
                        path="/"
                        element={
                          <Navigate to={{ pathname: HOME, search: locationService.getLocation().search }} replace />
                        }
                      />
                      <Route path="/d/:uid/*" element={<DashboardPage />} />
                      <Route path="/explore" element={<ExplorePage />} />
                      <Route path="/connections/datasources/edit/:uid" element={<DataSourcePage />} />
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
