# What `cmake --install` puts in place. Nothing becomes active by it.

# auditd looks for plugins in /etc alone, so that is where the configuration of a program in
# /usr/local belongs, too. Any other prefix keeps everything below it.
include(GNUInstallDirs)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr/local" AND CMAKE_INSTALL_SYSCONFDIR STREQUAL "etc")
  set(CMAKE_INSTALL_FULL_SYSCONFDIR /etc)
endif()

set(AUWEAVE_SBINDIR ${CMAKE_INSTALL_FULL_SBINDIR})
set(AUWEAVE_SYSCONFDIR ${CMAKE_INSTALL_FULL_SYSCONFDIR})
configure_file(audisp/auweave.conf.in audisp/auweave.conf @ONLY)

# A file that an administrator may have changed: never replaced.
function(auweave_install_config FILE FOLDER)
  get_filename_component(name ${FILE} NAME)
  install(CODE "
    set(there \"\$ENV{DESTDIR}${FOLDER}/${name}\")
    if(EXISTS \"\${there}\")
      message(STATUS \"Kept: \${there}\")
    else()
      file(INSTALL \"${FILE}\" DESTINATION \"${FOLDER}\"
        PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)
    endif()")
endfunction()

function(auweave_install)
  install(TARGETS auweave DESTINATION ${CMAKE_INSTALL_SBINDIR})
  foreach(folder mappings rules)
    install(DIRECTORY ${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/auweave
      FILES_MATCHING PATTERN *.yaml PATTERN *.rules)
  endforeach()
  install(FILES docs/schema/mapping.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/auweave)
  install(DIRECTORY siem DESTINATION ${CMAKE_INSTALL_DATADIR}/auweave USE_SOURCE_PERMISSIONS)
  auweave_install_config(${PROJECT_BINARY_DIR}/audisp/auweave.conf ${AUWEAVE_SYSCONFDIR}/audit/plugins.d)
  auweave_install_config(${PROJECT_SOURCE_DIR}/audisp/auweave.yaml ${AUWEAVE_SYSCONFDIR}/auweave)
endfunction()
