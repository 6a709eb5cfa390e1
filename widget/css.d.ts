/** A style sheet, minified to text by the build. */
declare module '*.css' {
  export const css: string;
}
