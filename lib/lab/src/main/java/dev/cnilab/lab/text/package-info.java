/** Texts: read from the class path, split into words of a shell, named by their digests. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.text;
