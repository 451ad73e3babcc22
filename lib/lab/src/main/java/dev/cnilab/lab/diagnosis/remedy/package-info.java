/** What to type against a cause: patches, restarts, rights, and the agent whose work it is. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.remedy;
