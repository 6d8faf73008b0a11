declare module 'kafkajs-snappy' {
  /** A codec for kafkajs. */
  const codec: () => {
    compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
    decompress(packed: Buffer): Promise<Buffer>;
  };
  export default codec;
}
