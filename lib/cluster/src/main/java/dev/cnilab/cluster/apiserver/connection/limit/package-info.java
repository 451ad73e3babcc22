/** What limits a client's connection: numbers and times, and what is on its way to it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.connection.limit;
