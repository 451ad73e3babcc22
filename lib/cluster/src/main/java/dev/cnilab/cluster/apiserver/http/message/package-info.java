/**
 * What goes over HTTP: a request as it came, a reply and how it is written out, and a failure in
 * the API's words.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.message;
