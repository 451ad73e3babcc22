/** {@code curl}: its options, a transfer and what it says about it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.http.curl;
