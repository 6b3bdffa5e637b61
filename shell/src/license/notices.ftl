<#--
  THIRD-PARTY-NOTICES: what is in lib/memcheck/lib beside memcheck's own jars, and under which terms.
  The license plugin gives dependencyMap (library to licenses) and licenseMap (license to libraries). A library needs a file
  GROUP.txt with its notice, and each license an entry in texts: without them the build fails.
-->
<#assign texts = {
    "Apache-2.0": ["Apache-2.0.txt"],
    "BSD-2-Clause": [],
    "BSD-3-Clause": [],
    "LGPL-3.0": ["LGPL-3.0.txt", "GPL-3.0.txt"],
    "PostgreSQL": []
}>
<#assign libraries = dependencyMap?filter(e -> e.key.groupId != "dev.memcheck")>
<#assign rule = ""?left_pad(80, "=")>
memcheck is distributed under the PostgreSQL License, see LICENSE. It comes with
these libraries, each a jar of its own and unchanged:

<#list libraries as e>
  ${e.key.artifactId} ${e.key.version} (${e.key.groupId}): ${e.value?join(", ")}
</#list>

What follows is the notice of each project and the full text of each license.
The texts of the BSD licenses are in the notices.

<#assign seen = []>
<#list libraries as e>
<#if !seen?seq_contains(e.key.groupId)>
<#assign seen = seen + [e.key.groupId]>
${rule}
${e.key.groupId}
${rule}

<#include e.key.groupId + ".txt">

</#if>
</#list>
<#list licenseMap as e>
<#list texts[e.key] as text>
${rule}
${text?remove_ending(".txt")}
${rule}

<#include text>

</#list>
</#list>
