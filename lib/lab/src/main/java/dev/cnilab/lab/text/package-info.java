/** Texts: read from the class path, compared, named by their digests. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.text;
