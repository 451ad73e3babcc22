/** Commands for the machine: processes, signals, namespaces, time, services and the journal. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.system;
