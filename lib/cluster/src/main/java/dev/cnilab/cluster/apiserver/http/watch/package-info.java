/** Watches over HTTP: each event is rendered once for all that see it alike. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.watch;
