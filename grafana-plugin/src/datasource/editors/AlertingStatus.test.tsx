import { render, screen } from '@testing-library/react';
import React from 'react';
import { of, throwError } from 'rxjs';
import { AlertingStatus } from './AlertingStatus';

const fetch = jest.fn();
let backend: boolean | undefined = true;

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  getBackendSrv: () => ({ fetch }),
  getDataSourceSrv: () => ({ getInstanceSettings: () => ({ meta: { backend } }) }),
}));

describe('what the configuration page says about alerting', () => {
  beforeEach(() => {
    fetch.mockReset();
    backend = true;
  });

  const show = () => render(<AlertingStatus uid="mesh/observatory" version={1} />);

  it('asks Grafana, which asks the backend', async () => {
    fetch.mockReturnValue(of({ data: { status: 'OK', message: 'Connected' } }));
    show();
    expect(await screen.findByText('Available')).toBeInTheDocument();
    expect(screen.getByText(/alert rules, expressions and externally shared dashboards can use/)).toBeInTheDocument();
    expect(fetch).toHaveBeenCalledWith({
      url: '/api/datasources/uid/mesh%2Fobservatory/health',
      showErrorAlert: false,
    });
  });

  it('takes a backend that finds no collector for one that runs', async () => {
    const data = { status: 'ERROR', message: 'Grafana cannot reach the collector.' };
    fetch.mockReturnValue(throwError(() => ({ status: 400, data })));
    show();
    expect(await screen.findByText('Available')).toBeInTheDocument();
    expect(screen.getByText(/It says: Grafana cannot reach the collector\./)).toBeInTheDocument();
  });

  it('says what is missing when the backend does not run, and that dashboards work', async () => {
    fetch.mockReturnValue(throwError(() => ({ status: 500, data: { message: 'Plugin health check failed' } })));
    show();
    expect(await screen.findByText('Not available')).toBeInTheDocument();
    const words = screen.getByText(/Node\.js 20 or newer is missing/);
    expect(words).toHaveTextContent('Grafana says: “Plugin health check failed”');
    expect(words).toHaveTextContent('Dashboards and live updates work all the same');
  });

  it('does not ask in a build without a backend', async () => {
    backend = undefined;
    show();
    expect(await screen.findByText('Not in this build')).toBeInTheDocument();
    expect(fetch).not.toHaveBeenCalled();
  });

  it('does not guess when people may not ask', async () => {
    fetch.mockReturnValue(throwError(() => ({ status: 403, data: {} })));
    show();
    expect(await screen.findByText('Unknown')).toBeInTheDocument();
  });
});
