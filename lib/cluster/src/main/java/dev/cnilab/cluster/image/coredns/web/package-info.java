/** The plugins that serve HTTP: {@code health}, {@code ready} and {@code prometheus}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.web;
