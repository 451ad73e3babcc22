/** The identity and privileges of processes: credentials(7), capabilities(7). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.privilege;
