# repere_module(NAME SOURCES … [TESTS …] [USES …] [LINKS …] [TEST_LINKS …])
#
# One room of src/: a static library repere_NAME (alias repere::NAME), and one test program NAME_test made of
# the *_test.cpp files that stand beside its sources.
#   USES   the rooms it includes, which the order in the root CMakeLists.txt must put before it
#   LINKS  third-party targets, private to the room: no public header may include them
find_package(GTest REQUIRED)
find_package(fmt REQUIRED)
include(GoogleTest)

set(REPERE_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
    -Wno-missing-field-initializers  # designated initialisers leave defaults out on purpose
    -Wno-restrict                    # false alarms of g++ 12 on std::string operator+ (GCC bug 105651)
    -Werror)

function(repere_module NAME)
    cmake_parse_arguments(M "" "" "SOURCES;TESTS;USES;LINKS;TEST_LINKS" ${ARGN})
    foreach(room IN LISTS M_USES)
        if(NOT TARGET repere::${room})
            message(STATUS "${NAME} waits for ${room}")
            return()
        endif()
    endforeach()
    set(lib repere_${NAME})
    add_library(${lib} STATIC ${M_SOURCES})
    add_library(repere::${NAME} ALIAS ${lib})
    target_include_directories(${lib} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_compile_options(${lib} PRIVATE ${REPERE_WARNINGS})
    target_compile_definitions(${lib} PRIVATE REPERE_VERSION="${PROJECT_VERSION}")
    foreach(room IN LISTS M_USES)
        target_link_libraries(${lib} PUBLIC repere::${room})
    endforeach()
    target_link_libraries(${lib} PUBLIC fmt::fmt PRIVATE ${M_LINKS})
    if(M_TESTS)
        add_executable(${NAME}_test ${M_TESTS})
        target_compile_options(${NAME}_test PRIVATE ${REPERE_WARNINGS})
        target_compile_definitions(${NAME}_test PRIVATE REPERE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                        REPERE_CACHE_DIR="${REPERE_CACHE}")
        target_link_libraries(${NAME}_test PRIVATE ${lib} GTest::gtest GTest::gmock GTest::gtest_main
                                                   ${M_TEST_LINKS})
        gtest_discover_tests(${NAME}_test TEST_PREFIX ${NAME}. DISCOVERY_TIMEOUT 60
                             PROPERTIES TIMEOUT 300)
    endif()
endfunction()
