import type { DataSourceSettings } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { MeshOptions, MeshSecureOptions } from '../types';
import { ConfigEditor } from './ConfigEditor';

type Settings = DataSourceSettings<MeshOptions, MeshSecureOptions>;

function show(patch: Partial<Settings> = {}) {
  const start = {
    url: '',
    access: 'proxy',
    jsonData: {},
    secureJsonFields: {},
    secureJsonData: {},
    ...patch,
  } as Settings;
  let latest = start;
  function Host() {
    const [options, setOptions] = useState(start);
    return (
      <ConfigEditor
        options={options}
        onOptionsChange={(next) => {
          latest = next;
          setOptions(next);
        }}
      />
    );
  }
  render(<Host />);
  return { user: userEvent.setup(), latest: () => latest };
}

describe('the configuration editor', () => {
  it('takes the address and keeps the token apart from what browsers may read', async () => {
    const { user, latest } = show();
    await user.type(screen.getByPlaceholderText('http://localhost:8080'), 'http://collector:8080');
    await user.type(screen.getByLabelText(/API token/), 's3cret');
    expect(latest().url).toBe('http://collector:8080');
    expect(latest().secureJsonData).toEqual({ apiToken: 's3cret' });
    expect(JSON.stringify(latest().jsonData)).not.toContain('s3cret');
  });

  it('never shows a stored token, and lets it be replaced', async () => {
    const { user, latest } = show({ secureJsonFields: { apiToken: true } });
    await user.click(screen.getByRole('button', { name: 'Reset' }));
    expect(latest().secureJsonFields).toEqual({ apiToken: false });
    await user.type(screen.getByLabelText(/API token/), 'new');
    expect(latest().secureJsonData).toEqual({ apiToken: 'new' });
  });

  it('keeps certificates of TLS apart from what browsers may read', async () => {
    const { user, latest } = show();
    expect(screen.queryByPlaceholderText(/BEGIN CERTIFICATE/)).not.toBeInTheDocument();
    await user.click(screen.getByLabelText('With CA cert'));
    await user.type(screen.getByPlaceholderText(/BEGIN CERTIFICATE/), 'the certificate');
    await user.click(screen.getByLabelText('Skip TLS verify'));
    expect(latest().jsonData).toEqual({ tlsAuthWithCACert: true, tlsSkipVerify: true });
    expect(latest().secureJsonData).toEqual({ tlsCACert: 'the certificate' });
  });
});
