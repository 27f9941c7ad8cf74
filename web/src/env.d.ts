// SPDX-License-Identifier: Apache-2.0
declare module 'sm-crypto' {
  export const sm2: {
    doVerifySignature(
      message: string | number[],
      signatureHex: string,
      publicKeyHex: string,
      options?: { hash?: boolean; der?: boolean; userId?: string },
    ): boolean
    doSignature(
      message: string | number[],
      privateKeyHex: string,
      options?: { hash?: boolean; der?: boolean; userId?: string; publicKey?: string },
    ): string
    generateKeyPairHex(): { publicKey: string; privateKey: string }
  }
  export function sm3(input: string | ArrayLike<number>): string
}
declare module 'virtual:reasons-zh' {
  const texts: Record<string, string>
  export default texts
}
declare module 'virtual:reasons-en' {
  const texts: Record<string, string>
  export default texts
}
