/** etcd as the control plane has it: its flags, its files and its service. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controlplane.etcd;
