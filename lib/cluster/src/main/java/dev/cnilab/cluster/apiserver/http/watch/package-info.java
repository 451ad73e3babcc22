/** Watches over HTTP: each event is rendered once for all watches that want the same form. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.watch;
