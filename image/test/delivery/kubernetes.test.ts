import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Deployment } from 'kubernetes-types/apps/v1.js';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { read, repository } from './compose-file.js';

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
}

const resources = parseAllDocuments(read('deploy/kubernetes.yaml')).map((document) => document.toJS() as Resource);

/** Below the repository, because the compiler looks for the types from here. */
const { path: folder } = temporaryFolder('.kubernetes-', join(repository, 'image/test/delivery'));

/** `networking.k8s.io/v1` → `networking/v1`, `v1` → `core/v1`: how the types are ordered. */
const moduleOf = (apiVersion: string) =>
  apiVersion.includes('/') ? apiVersion.replace('.k8s.io', '') : `core/${apiVersion}`;

/**
 * Resources, typed by the Kubernetes API: the compiler knows every field, its type, whether it is needed,
 * and complains about fields it does not know.
 */
function complaints(checked: readonly Resource[]): string[] {
  const files = checked.map((resource, index) => {
    const path = join(folder, `${index}.ts`);
    const type = `import type { ${resource.kind} } from 'kubernetes-types/${moduleOf(resource.apiVersion)}';`;
    writeFileSync(path, `${type}\nexport const resource: ${resource.kind} = ${JSON.stringify(resource, null, 1)};\n`);
    return path;
  });
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
}

describe('deploy/kubernetes.yaml', () => {
  const deployment = resources.find((resource) => resource.kind === 'Deployment') as Deployment;
  const pod = deployment.spec!.template.spec!;
  const [container] = pod.containers;

  it('holds only resources and fields that Kubernetes knows, of the right types', () => {
    expect(resources.map((resource) => resource.kind)).toEqual([
      'PersistentVolumeClaim',
      'Deployment',
      'Service',
      'Ingress',
      'NetworkPolicy',
    ]);
    expect(complaints(resources)).toEqual([]);
  });

  it('would be refused with a misspelled field or a value of the wrong type', () => {
    const misspelled = { ...deployment, spec: { ...deployment.spec!, replica: 1 } } as unknown as Resource;
    const mistyped = { ...deployment, spec: { ...deployment.spec!, replicas: 'one' } } as unknown as Resource;
    expect(complaints([misspelled, mistyped])).toEqual([
      expect.stringContaining('\'"replica"\' does not exist'),
      expect.stringContaining("Type 'string' is not assignable to type 'number'"),
    ]);
  });

  it('runs one, unprivileged, on a read-only root, with a gigabyte', () => {
    expect(deployment.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 472, runAsGroup: 0 });
    expect(container!.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container!.resources!.limits).toEqual({ memory: '1Gi' });
  });

  it('mounts what it declares, where the image wants to write', () => {
    const mounted = container!.volumeMounts!.map((mount) => mount.name).sort();
    expect(mounted).toEqual(pod.volumes!.map((volume) => volume.name).sort());
    expect(container!.volumeMounts!.filter((mount) => mount.readOnly !== true).map((mount) => mount.mountPath)).toEqual(
      ['/data', '/run/mesh-observatory', '/tmp'],
    );
  });

  it('gives secrets as files only', () => {
    for (const { name, value, valueFrom } of container!.env!) {
      expect(valueFrom).toBeUndefined();
      if (/PASSWORD|TOKEN|KEYS/.test(name)) expect(value).toMatch(/^\/run\/secrets\/mesh-observatory\//);
    }
  });
});
