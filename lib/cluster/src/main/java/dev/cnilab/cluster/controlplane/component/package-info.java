/** What the control plane's programs have in common. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controlplane.component;
