/** {@code mtr} in its report mode. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.mtr;
