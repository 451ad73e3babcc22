/**
 * The plugins of <a href="https://github.com/containernetworking/plugins">
 * containernetworking/plugins</a> v1.10.0 and flannel's, as programs: they get their arguments from
 * their environment and standard input, and change the links and routes of real namespaces.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin;
