/**
 * Container images: each is a tree of files whose executables name programs of the cluster or of
 * the userland. An image is identified by its name, whatever registry it is pulled from. Those of
 * networks that are not modelled report that.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image;
