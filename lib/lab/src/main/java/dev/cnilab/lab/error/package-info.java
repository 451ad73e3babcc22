/** Errors in words: what was tried, what was found, what to do. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.error;
