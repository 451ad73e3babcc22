/** The stream editor. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.sed;
