/** Commands that run a program in other namespaces or a new session, or as another user. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.system.namespace;
