/** Texts on the class path, beside the classes that use them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.resource;
