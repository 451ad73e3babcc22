/** The text of an awk program: where it comes from, and what is wrong with it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.awk.source;
