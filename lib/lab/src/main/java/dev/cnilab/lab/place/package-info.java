/** The places where commands run: pods and nodes. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.place;
