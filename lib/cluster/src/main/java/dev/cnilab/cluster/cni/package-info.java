/**
 * The Container Network Interface as a runtime sees it: libcni and go-cni. Configuration is read,
 * plugins are run one after the other, and their answers are passed on, all in the words of <a
 * href="https://github.com/containernetworking/cni">containernetworking/cni</a> v1.3 and <a
 * href="https://github.com/containerd/go-cni">containerd/go-cni</a> v1.1.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni;
