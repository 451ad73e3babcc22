/** The commands that remove a cause: patches, restarts, rights, and the agent whose work it is. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.remedy;
