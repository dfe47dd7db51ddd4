/** Stands for the folder of the build in the values of `imagePaths`. */
const BUILD_FOLDER = '{build}';

/** Puts folders of this machine where a text names folders of the build image. */
export function replaceImagePaths(
  text: string,
  imagePaths: Record<string, string>,
  buildFolder: string,
): string {
  return Object.entries(imagePaths).reduce(
    (replaced, [image, own]) =>
      replaced.replaceAll(image, own.replaceAll(BUILD_FOLDER, buildFolder)),
    text,
  );
}
