/** Errors in words: what was tried, what was found, what was probably meant, what to do. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.error;
