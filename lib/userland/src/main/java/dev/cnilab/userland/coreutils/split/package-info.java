/** {@code split}: splits one file into several. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.split;
