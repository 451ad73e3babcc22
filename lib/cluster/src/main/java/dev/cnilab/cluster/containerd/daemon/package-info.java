/** What all parts of containerd share: its log, its events, its identifiers. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.daemon;
