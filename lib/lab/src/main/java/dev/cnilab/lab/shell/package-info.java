/** Where commands run: in pods and in the shells of nodes. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.shell;
