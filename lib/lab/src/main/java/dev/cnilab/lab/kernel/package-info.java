/**
 * The notebook's kernel, found by reflection: JJava and IJava have the same parts under different
 * package names, and the library is compiled against neither.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.kernel;
