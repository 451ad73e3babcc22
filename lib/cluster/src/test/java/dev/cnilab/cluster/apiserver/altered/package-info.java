/**
 * Valid requests with one thing changed, drawn from a seed: the server must refuse or obey them.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.altered;
