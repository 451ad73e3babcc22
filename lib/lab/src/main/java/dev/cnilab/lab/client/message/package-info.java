/** What the API server is told and answers: JSON and YAML, tables, the output of a command. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.client.message;
