/** Changing what the API server keeps: applying, starting, deleting, saving. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.change;
