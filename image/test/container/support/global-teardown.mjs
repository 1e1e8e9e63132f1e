import { rmSync } from 'node:fs';

export default function tearDown() {
  rmSync(process.env.IMAGE_TEST_FOLDER, { recursive: true, force: true });
}
