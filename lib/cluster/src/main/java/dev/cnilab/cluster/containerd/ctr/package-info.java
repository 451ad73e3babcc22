/**
 * {@code ctr}, containerd's own client for administrators: cmd/ctr of containerd 2.4. It shows what
 * the CRI hides: pause containers, and containerd's namespaces.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.ctr;
