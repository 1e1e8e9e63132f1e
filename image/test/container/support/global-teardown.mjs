import { removeFolder } from './remove-folder.mjs';

export default async function tearDown() {
  await removeFolder(process.env.IMAGE_TEST_FOLDER);
}
