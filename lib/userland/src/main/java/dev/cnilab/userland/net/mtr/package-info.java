/** {@code mtr}, as far as it reports. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.mtr;
