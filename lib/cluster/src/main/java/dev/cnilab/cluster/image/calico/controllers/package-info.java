/** {@code calico/kube-controllers}: what is left behind by nodes and pods is given back. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.controllers;
