/** {@code openssl}, as far as it looks at certificates. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.openssl;
